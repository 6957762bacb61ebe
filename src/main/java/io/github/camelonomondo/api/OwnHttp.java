package io.github.camelonomondo.api;

import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.support.service.ServiceHelper;

/**
 * A Camel HTTP component for our calls alone. It connects as the application's own does, with the same TLS, proxies and
 * connections. What else the application wants of its component is for other calls: it may leave out the key, log it, or
 * send another.
 */
final class OwnHttp {

    private OwnHttp() {}

    /** @param theirs stays as it is; its connections are shared if they are for all of its endpoints */
    @SuppressWarnings("deprecation") // of the proxies, the old names still work
    static HttpComponent connectingAs(HttpComponent theirs) {
        var ours = new HttpComponent();
        ours.setCamelContext(theirs.getCamelContext());
        ours.setClientConnectionManager(theirs.getClientConnectionManager());
        ours.setConnectionTimeToLive(theirs.getConnectionTimeToLive());
        ours.setConnectionStateDisabled(theirs.isConnectionStateDisabled());
        ours.setContentCompressionDisabled(theirs.isContentCompressionDisabled());
        ours.setSslContextParameters(theirs.getSslContextParameters());
        ours.setUseGlobalSslContextParameters(theirs.isUseGlobalSslContextParameters());
        ours.setX509HostnameVerifier(theirs.getX509HostnameVerifier());
        ours.setUseSystemProperties(theirs.isUseSystemProperties());
        ours.setProxyHost(theirs.getProxyHost());
        ours.setProxyPort(theirs.getProxyPort());
        ours.setNonProxyHosts(theirs.getNonProxyHosts());
        ours.setProxyAuthHost(theirs.getProxyAuthHost());
        ours.setProxyAuthPort(theirs.getProxyAuthPort());
        ours.setProxyAuthScheme(theirs.getProxyAuthScheme());
        ours.setProxyAuthMethod(theirs.getProxyAuthMethod());
        ours.setProxyAuthUsername(theirs.getProxyAuthUsername());
        ours.setProxyAuthPassword(theirs.getProxyAuthPassword());
        ours.setProxyAuthDomain(theirs.getProxyAuthDomain());
        ours.setProxyAuthNtHost(theirs.getProxyAuthNtHost());
        ServiceHelper.initService(ours); // never started: its stop would close the connections of the application
        return ours;
    }
}
