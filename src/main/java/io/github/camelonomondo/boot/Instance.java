package io.github.camelonomondo.boot;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * This process among the connectors of its group.
 *
 * @param name host and process id
 */
public record Instance(String name) {

    static Instance ofThisProcess() {
        String host = System.getenv("HOSTNAME");
        try {
            host = host == null || host.isBlank() ? InetAddress.getLocalHost().getHostName() : host;
        } catch (UnknownHostException e) {
            host = "localhost";
        }
        return new Instance(host + "-" + ProcessHandle.current().pid());
    }
}
