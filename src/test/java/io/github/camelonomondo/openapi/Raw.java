package io.github.camelonomondo.openapi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What Java's HTTP client would not send. */
final class Raw {

    private Raw() {}

    static Answer expectingTheImpossible(String url, Proposal proposal, String key) {
        var uri = URI.create(url);
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            var request = proposal.method() + " " + proposal.target() + " HTTP/1.1\r\nHost: localhost\r\n"
                    + "Connection: close\r\nExpect: the-impossible\r\nAuthorization: Bearer " + key + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return answer(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer answer(String text) {
        int blank = text.indexOf("\r\n\r\n");
        var lines = text.substring(0, blank).split("\r\n");
        Map<String, List<String>> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    List.of(lines[i].substring(colon + 1).strip()));
        }
        return new Answer(
                Integer.parseInt(lines[0].split(" ")[1]),
                headers.getOrDefault("content-type", List.of("")).get(0),
                text.substring(blank + 4),
                headers);
    }
}
