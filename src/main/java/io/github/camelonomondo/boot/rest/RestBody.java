package io.github.camelonomondo.boot.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** A request whose body is in memory already, and whose type can be read. */
final class RestBody extends HttpServletRequestWrapper {

    private static final String CONTENT_TYPE = "Content-Type";

    private final byte[] body;

    RestBody(HttpServletRequest request, byte[] body) {
        super(request);
        this.body = body;
    }

    /** Null where what was sent is no type of one thing: Spring answers such with a failure of its own. */
    @Override
    public @Nullable String getContentType() {
        String type = super.getContentType();
        try {
            return type == null || !MediaType.parseMediaType(type).isConcrete() ? null : type;
        } catch (InvalidMediaTypeException e) {
            return null;
        }
    }

    @Override
    public @Nullable String getHeader(String name) {
        return CONTENT_TYPE.equalsIgnoreCase(name) ? getContentType() : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        boolean hidden = CONTENT_TYPE.equalsIgnoreCase(name) && getContentType() == null;
        return hidden ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public int getContentLength() {
        return body.length;
    }

    @Override
    public long getContentLengthLong() {
        return body.length;
    }

    @Override
    public ServletInputStream getInputStream() {
        return new Bytes(new ByteArrayInputStream(body));
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(getInputStream(), UTF_8));
    }

    private static final class Bytes extends ServletInputStream {

        private final ByteArrayInputStream bytes;

        Bytes(ByteArrayInputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return bytes.read(target, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("the body is read already");
        }
    }
}
