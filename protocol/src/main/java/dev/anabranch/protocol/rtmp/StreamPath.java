package dev.anabranch.protocol.rtmp;

/// Which stream a program means by the app of `connect` and the name of `publish` or `play`, either
/// of which may end in a query.
///
/// Programs cut an address in different places: OBS with all of it in its server field sends the
/// app `live/studio` and no name, and `_definst_` is how old servers call the one instance of an
/// app.
///
/// @param app without slashes at its ends
/// @param stream the name or key, without slashes at its ends
/// @param query of the app, then of the name: tokens are put in either place
record StreamPath(String app, String stream, String query) {

    private static final String DEFAULT_INSTANCE = "/_definst_";

    static StreamPath of(String appText, String nameText) {
        String app = trimmed(path(appText));
        String stream = trimmed(path(nameText));
        if (app.endsWith(DEFAULT_INSTANCE)) {
            app = app.substring(0, app.length() - DEFAULT_INSTANCE.length());
        }
        int slash = app.lastIndexOf('/');
        if (stream.isEmpty() && slash > 0) {
            stream = app.substring(slash + 1);
            app = app.substring(0, slash);
        }
        String ofApp = query(appText);
        String ofName = query(nameText);
        String between = ofApp.isEmpty() || ofName.isEmpty() ? "" : "&";
        return new StreamPath(app, stream, ofApp + between + ofName);
    }

    private static String path(String text) {
        int mark = text.indexOf('?');
        return mark < 0 ? text : text.substring(0, mark);
    }

    private static String query(String text) {
        int mark = text.indexOf('?');
        return mark < 0 ? "" : text.substring(mark + 1);
    }

    private static String trimmed(String path) {
        int from = 0;
        int to = path.length();
        while (from < to && path.charAt(from) == '/') {
            from++;
        }
        while (to > from && path.charAt(to - 1) == '/') {
            to--;
        }
        return path.substring(from, to);
    }
}
