package dev.anabranch.origin;

import io.netty.buffer.ByteBuf;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One form of a resource, as it is or compressed, with the header fields of its answers made
/// beforehand.
///
/// @param etag with quotes
/// @param bytes the whole body when it is kept in memory for good
/// @param fields of an answer with a body, without Content-Length
/// @param shortFields of a 304 (RFC 9110, 15.4.5)
record Representation(
        String etag,
        long sizeBytes,
        @Nullable ByteBuf bytes,
        List<Field> fields,
        List<Field> shortFields) {

    /// Values are made once to spare encoding them at each request.
    record Field(CharSequence name, CharSequence value) {

        static Field of(CharSequence name, String value) {
            return new Field(name, HttpHeaders.createOptimized(value));
        }
    }

    private static final CharSequence NO_TRANSFORM_RANGES = HttpHeaders.createOptimized("bytes");

    static Representation of(
            Resource resource,
            long sizeBytes,
            @Nullable ByteBuf bytes,
            boolean isGzip,
            String cacheControl) {
        var etag = '"' + resource.etag() + (isGzip ? "-gz" : "") + '"';
        var shared = new ArrayList<Field>();
        shared.add(Field.of(HttpHeaders.ETAG, etag));
        if (resource.isDated()) {
            shared.add(Field.of(HttpHeaders.LAST_MODIFIED, HttpDate.format(resource.modified())));
        }
        shared.add(Field.of(HttpHeaders.CACHE_CONTROL, cacheControl));
        if (resource.kind().isText()) {
            shared.add(Field.of(HttpHeaders.VARY, "accept-encoding"));
        }
        var full = new ArrayList<>(shared);
        full.add(Field.of(HttpHeaders.CONTENT_TYPE, resource.mimeType()));
        full.add(new Field(HttpHeaders.ACCEPT_RANGES, NO_TRANSFORM_RANGES));
        if (isGzip) {
            full.add(Field.of(HttpHeaders.CONTENT_ENCODING, "gzip"));
        }
        return new Representation(etag, sizeBytes, bytes, List.copyOf(full), List.copyOf(shared));
    }

    /// The same with one more field in answers that have a body.
    Representation with(CharSequence name, CharSequence value) {
        var more = new ArrayList<>(fields);
        more.add(new Field(name, value));
        return new Representation(etag, sizeBytes, bytes, List.copyOf(more), shortFields);
    }

    void putFields(HttpServerResponse response) {
        put(fields, response);
    }

    void putShortFields(HttpServerResponse response) {
        put(shortFields, response);
    }

    /// Takes the fields back from an answer that turned into an error before its head was written.
    void removeFields(HttpServerResponse response) {
        fields.forEach(field -> response.headers().remove(field.name));
        response.headers().remove(HttpHeaders.CONTENT_LENGTH).remove(HttpHeaders.CONTENT_RANGE);
    }

    private static void put(List<Field> fields, HttpServerResponse response) {
        var headers = response.headers();
        for (int i = 0; i < fields.size(); i++) {
            var field = fields.get(i);
            headers.add(field.name, field.value);
        }
    }
}
