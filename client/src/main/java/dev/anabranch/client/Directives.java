package dev.anabranch.client;

import java.net.URI;
import java.util.OptionalLong;

/// The delivery directives of one request for a playlist (6.2.5).
///
/// @param msn `_HLS_msn`: answer when this segment, or the part, is there
/// @param part `_HLS_part`, only with `msn`
/// @param skip `_HLS_skip`
public record Directives(OptionalLong msn, OptionalLong part, Skipping skip) {

    /// What a delta update may leave out.
    public enum Skipping {
        NOTHING(""),
        SEGMENTS("YES"),
        SEGMENTS_AND_DATE_RANGES("v2");

        private final String word;

        Skipping(String word) {
            this.word = word;
        }
    }

    public static final Directives NONE =
            new Directives(OptionalLong.empty(), OptionalLong.empty(), Skipping.NOTHING);

    /// Asks for the playlist that has this part.
    public static Directives part(long msn, long part) {
        return new Directives(OptionalLong.of(msn), OptionalLong.of(part), Skipping.NOTHING);
    }

    /// Asks for the playlist that has this segment.
    public static Directives segment(long msn) {
        return new Directives(OptionalLong.of(msn), OptionalLong.empty(), Skipping.NOTHING);
    }

    public Directives skipping(Skipping newSkip) {
        return new Directives(msn, part, newSkip);
    }

    public boolean isBlocking() {
        return msn.isPresent();
    }

    /// `playlist` with these, in UTF-8 order behind what its query has (6.2.5).
    public URI on(URI playlist) {
        var query = new StringBuilder();
        if (playlist.getRawQuery() != null) {
            query.append('&').append(playlist.getRawQuery());
        }
        msn.ifPresent(number -> query.append("&_HLS_msn=").append(number));
        part.ifPresent(number -> query.append("&_HLS_part=").append(number));
        if (skip != Skipping.NOTHING) {
            query.append("&_HLS_skip=").append(skip.word);
        }
        if (query.isEmpty()) {
            return playlist;
        }
        var text = playlist.toString();
        int end = text.indexOf('?') >= 0 ? text.indexOf('?') : text.length();
        int fragment = text.indexOf('#');
        if (fragment >= 0 && fragment < end) {
            end = fragment;
        }
        return URI.create(text.substring(0, end) + "?" + query.substring(1));
    }
}
