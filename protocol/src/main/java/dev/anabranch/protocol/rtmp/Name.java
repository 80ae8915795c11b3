package dev.anabranch.protocol.rtmp;

/// What a program writes where an app or a stream goes: `path[?query]`.
record Name(String path, String query) {

    static Name of(String text) {
        int mark = text.indexOf('?');
        String path = mark < 0 ? text : text.substring(0, mark);
        String query = mark < 0 ? "" : text.substring(mark + 1);
        int from = path.startsWith("/") ? 1 : 0;
        int to = path.length() - (path.endsWith("/") && path.length() > from ? 1 : 0);
        return new Name(path.substring(from, to), query);
    }

    /// The query with that of `app` before it: tokens are put in either place.
    String queryAfter(Name app) {
        return app.query.isEmpty() || query.isEmpty() ? app.query + query : app.query + "&" + query;
    }
}
