package io.github.camelonomondo.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** HTTP as no decent client would send it. */
final class Raw {

    private Raw() {}

    /** Sends a request line and further headers, and gives back all that comes. */
    static String request(int port, String line, String headers) {
        return request(port, line, headers, "localhost");
    }

    static String request(int port, String line, String headers, String host) {
        return send(port, line, "Host: " + host + "\r\nAuthorization: " + RestClient.KEY + "\r\n" + headers);
    }

    static String withoutKey(int port, String line) {
        return send(port, line, "Host: localhost\r\n");
    }

    private static String send(int port, String line, String headers) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var text = line + " HTTP/1.1\r\nConnection: close\r\n" + headers + "\r\n";
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
