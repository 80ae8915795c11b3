package dev.anabranch.media.hls;

import dev.anabranch.media.MediaFormatException;

/// Reads an M3U8 playlist (draft-pantos-hls-rfc8216bis-22).
///
/// The bytes are scanned once; no line is copied but the values that are kept. An instance reads
/// one playlist.
public final class PlaylistParser {

    private static final byte[] EXT = {'#', 'E', 'X', 'T'};
    private static final long EXTINF = ByteScan.eight("#EXTINF:");

    private final byte[] bytes;
    private final ParseContext context;
    private final HeaderTags header;
    private final MediaTags media;
    private final MultivariantTags multivariant;
    private final int maxLineBytes;
    private TagScope kind = TagScope.EITHER;
    private boolean hasStarted;

    private PlaylistParser(byte[] bytes, ParseOptions options) {
        this.bytes = bytes;
        this.context = new ParseContext(bytes, options);
        this.header = new HeaderTags(context);
        this.media = new MediaTags(context);
        this.multivariant = new MultivariantTags(context);
        this.maxLineBytes = options.limits().lineBytes();
    }

    /// Reads the playlist that fills `bytes`.
    ///
    /// @throws MediaFormatException with the line and the tag when it is not a playlist, breaks a
    ///   rule that `options` does not tolerate, or exceeds a limit
    public static ParsedPlaylist parse(byte[] bytes, ParseOptions options)
            throws MediaFormatException {
        return new PlaylistParser(bytes, options).parse();
    }

    private ParsedPlaylist parse() throws MediaFormatException {
        int start = new Encoding(bytes, context).check();
        int limit = context.options.limits().lines();
        for (int from = start; from < bytes.length; ) {
            int end = lineEnd(from);
            context.nextLine();
            if (context.lineNumber() > limit) {
                throw MediaFormatException.limit(
                        context.where(), "number of lines", context.lineNumber(), limit);
            }
            trimmed(from, end);
            from = end + 1;
        }
        return finish();
    }

    private int lineEnd(int from) throws MediaFormatException {
        int end = ByteScan.indexOf(bytes, from, (byte) '\n');
        if (end - from > maxLineBytes) {
            throw MediaFormatException.limit(
                    "line " + (context.lineNumber() + 1),
                    "length of a line",
                    end - from,
                    maxLineBytes);
        }
        return end;
    }

    /// A line without its end and the whitespace around it.
    private void trimmed(int from, int end) throws MediaFormatException {
        int to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
        int first = from;
        while (first < to && isBlank(bytes[first])) {
            first++;
        }
        int last = to;
        while (last > first && isBlank(bytes[last - 1])) {
            last--;
        }
        if (first == last) {
            return;
        }
        if (first > from || last < to) {
            context.note("whitespace around a line");
        }
        try {
            line(first, last);
        } catch (LineException fault) {
            context.lost(fault);
        }
    }

    private void line(int from, int to) throws MediaFormatException, LineException {
        if (bytes[from] != '#') {
            started();
            uri(from, to);
        } else if (ByteScan.hasEight(bytes, from, to, EXTINF)) {
            started();
            context.tag(MediaSegment.EXTINF, from + Long.BYTES, to);
            extinf();
        } else if (startsWith(EXT, from, to)) {
            int nameEnd = from;
            while (nameEnd < to && bytes[nameEnd] != ':') {
                nameEnd++;
            }
            String name = context.line.on(from + 1, nameEnd).rest();
            context.tag(name, nameEnd + 1, to);
            hasStarted |= name.equals(Header.EXTM3U);
            started();
            tag(name);
        }
    }

    private void started() throws LineException {
        if (!hasStarted) {
            hasStarted = true;
            context.tolerate("EXTM3U must be the first line");
        }
    }

    /// Reads a tag, or keeps it as it stands where its fault is tolerated.
    private void tag(String name) throws MediaFormatException, LineException {
        var scope = TagScope.of(name);
        try {
            take(name, scope);
        } catch (LineException fault) {
            if (scope == TagScope.EITHER && name.equals(Define.TAG)) {
                throw fault.at(context.where());
            }
            context.lost(fault);
            unknown(name);
        }
    }

    /// As [#tag], without looking up the name that every second line has.
    private void extinf() throws MediaFormatException, LineException {
        try {
            kind(TagScope.MEDIA);
            media.extinf();
        } catch (LineException fault) {
            context.lost(fault);
            unknown(MediaSegment.EXTINF);
        }
    }

    private void take(String name, TagScope scope) throws LineException {
        switch (scope) {
            case EITHER -> header.take(name);
            case MEDIA -> {
                kind(scope);
                media.take(name);
            }
            case MULTIVARIANT -> {
                kind(scope);
                multivariant.take(name);
            }
            case UNKNOWN -> unknown(name);
        }
    }

    /// The first tag of one kind decides; a playlist with tags of both kinds is invalid (4.1).
    private void kind(TagScope wanted) throws LineException {
        if (kind == TagScope.EITHER) {
            kind = wanted;
        }
        if (kind != wanted) {
            throw new LineException("tags of a Media and of a Multivariant Playlist");
        }
    }

    private void unknown(String name) throws LineException {
        String value = context.hasValue() ? context.value().rest() : null;
        var tag = UnknownTag.of(name, value);
        if (kind != TagScope.MULTIVARIANT) {
            media.unknown(tag);
        }
        if (kind != TagScope.MEDIA) {
            multivariant.unknown(tag);
        }
    }

    private void uri(int from, int to) throws LineException {
        String uri = context.variables.resolve(context.line.on(from, to).rest());
        if (kind == TagScope.EITHER) {
            context.tolerate("a URI line without a tag before it");
            kind = TagScope.MEDIA;
        }
        if (kind == TagScope.MEDIA) {
            media.uri(uri);
        } else {
            multivariant.uri(uri);
        }
    }

    /// A playlist with tags of neither kind is an empty Multivariant Playlist (4.1).
    private ParsedPlaylist finish() throws MediaFormatException {
        context.nextLine();
        try {
            var playlist =
                    kind == TagScope.MEDIA ? media.build(header) : multivariant.build(header);
            var parsed = context.parsed(playlist);
            if (context.isStrict()) {
                StrictRules.refuseBreaches(parsed);
            }
            return parsed;
        } catch (LineException fault) {
            throw fault.at(context.where());
        }
    }

    private boolean startsWith(byte[] prefix, int from, int to) {
        if (to - from < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (bytes[from + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
