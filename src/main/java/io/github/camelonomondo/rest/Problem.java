package io.github.camelonomondo.rest;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a request was not done, as RFC 9457 words it.
 *
 * @param status of the HTTP response
 * @param error a code in the style of the API, where clients of the API look for one
 * @param detail for a person; never holds a key
 * @param members further members of the JSON object
 * @param headers of the HTTP response
 */
public record Problem(
        int status, String error, String detail, Map<String, Object> members, Map<String, String> headers) {

    /** The {@code Content-Type} of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(402, "Payment Required"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(406, "Not Acceptable"),
            Map.entry(408, "Request Timeout"),
            Map.entry(409, "Conflict"),
            Map.entry(410, "Gone"),
            Map.entry(411, "Length Required"),
            Map.entry(412, "Precondition Failed"),
            Map.entry(413, "Content Too Large"),
            Map.entry(414, "URI Too Long"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(417, "Expectation Failed"),
            Map.entry(421, "Misdirected Request"),
            Map.entry(422, "Unprocessable Content"),
            Map.entry(423, "Locked"),
            Map.entry(424, "Failed Dependency"),
            Map.entry(426, "Upgrade Required"),
            Map.entry(428, "Precondition Required"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(451, "Unavailable For Legal Reasons"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"),
            Map.entry(505, "HTTP Version Not Supported"));

    public Problem {
        members = Map.copyOf(members);
        headers = Map.copyOf(headers);
    }

    public Problem(int status, String error, String detail) {
        this(status, error, detail, Map.of(), Map.of());
    }

    /** The request is wrong as it stands. */
    static Problem badRequest(String error, String detail) {
        return new Problem(400, error, detail);
    }

    /** The same with one more member. */
    Problem with(String member, Object value) {
        var more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Problem(status, error, detail, more, headers);
    }

    /** The same with one more header. */
    public Problem withHeader(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(status, error, detail, members, more);
    }

    /**
     * As JSON.
     *
     * @param path of the request that met it
     */
    public byte[] toJson(String path) {
        var json = new LinkedHashMap<String, Object>();
        json.put("type", "about:blank");
        json.put("title", TITLES.getOrDefault(status, "HTTP " + status));
        json.put("status", status);
        json.put("detail", detail);
        json.put("instance", path);
        json.put("error", error);
        json.putAll(members);
        return Json.write(json);
    }
}
