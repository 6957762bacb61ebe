package io.github.camelonomondo.boot.rest;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.HttpStatusCode;

/** Words what Tomcat refuses before any servlet sees it, a path that cannot be decoded for one. */
public final class RestErrorValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, Throwable thrown) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            RestHeaderFilter.write(response.getResponse(), false);
            RestProblems.write(
                    RestProblems.ofStatus(HttpStatusCode.valueOf(response.getStatus())),
                    request.getRequest(),
                    response.getResponse());
            response.finishResponse();
        } catch (IOException e) {
            // The caller is gone.
        }
    }
}
