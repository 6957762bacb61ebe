package io.github.camelonomondo.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An OpenID Connect issuer on this machine: what it publishes, and the tokens it gives. */
final class LocalIssuer implements AutoCloseable {

    static final String AUDIENCE = "onomondo-connector";

    /** What was asked of it. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private volatile RSAKey rsa = rsaKey("rsa-1");
    private final ECKey ec = ecKey();
    private volatile String named;
    private volatile String keysAt;
    private volatile boolean away;

    LocalIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        named = uri();
        keysAt = uri() + "/keys";
        server.createContext("/", exchange -> {
            var path = exchange.getRequestURI().getPath();
            requests.add(path);
            byte[] body = documentAt(path).getBytes(UTF_8);
            exchange.sendResponseHeaders(
                    away || body.length == 0 ? 503 : 200, away || body.length == 0 ? -1 : body.length);
            if (!away && body.length > 0) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
    }

    private String documentAt(String path) {
        return switch (path) {
            case "/tenant/.well-known/openid-configuration" ->
                "{\"issuer\":\"" + named + "\",\"jwks_uri\":\"" + keysAt + "\"}";
            case "/tenant/keys" -> new JWKSet(List.of((JWK) rsa, ec)).toString();
            default -> "";
        };
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/tenant";
    }

    void isAway(boolean now) {
        away = now;
    }

    void callsItself(String issuer) {
        named = issuer;
    }

    void keepsItsKeysAt(String uri) {
        keysAt = uri;
    }

    void changesItsKey() {
        rsa = rsaKey("rsa-2");
    }

    /** Claims of a token that is to be taken. */
    JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(uri())
                .subject("alice")
                .audience(List.of("others", AUDIENCE))
                .notBeforeTime(Date.from(Instant.now().minusSeconds(5)))
                .expirationTime(Date.from(Instant.now().plusSeconds(300)));
    }

    String token() {
        return signedWithRsa(claims());
    }

    String signedWithRsa(JWTClaimsSet.Builder claims) {
        return signed(JWSAlgorithm.RS256, rsa, claims);
    }

    String signedWithEc(JWTClaimsSet.Builder claims) {
        return signed(JWSAlgorithm.ES256, ec, claims);
    }

    /** With a key of its own under the name of ours. */
    String forged() {
        return signed(JWSAlgorithm.RS256, rsaKey(rsa.getKeyID()), claims());
    }

    private static String signed(JWSAlgorithm algorithm, JWK key, JWTClaimsSet.Builder claims) {
        try {
            JWSSigner signer = key instanceof RSAKey it ? new RSASSASigner(it) : new ECDSASigner((ECKey) key);
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims.build());
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey rsaKey(String name) {
        try {
            return new RSAKeyGenerator(2048).keyID(name).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey ecKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
