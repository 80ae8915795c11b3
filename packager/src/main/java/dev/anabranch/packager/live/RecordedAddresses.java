package dev.anabranch.packager.live;

import dev.anabranch.packager.MediaType;

/// What playlists call the files of a recording: in a folder that is a VOD as `package` does, below
/// a live stream as its own playlists do.
sealed interface RecordedAddresses {

    /// The number in the name of segment `msn`.
    long number(long msn);

    /// Segment `msn`, relative to its playlist.
    default String segment(long msn) {
        return number(msn) + "." + MediaType.CMAF_SEGMENT.extension();
    }

    /// An initialization section, relative to its playlist.
    String init(RecordedInit init);

    /// What is put behind the address of a playlist.
    String query();

    /// EXT-X-MEDIA-SEQUENCE of a playlist: stays what it is when the playlist ends.
    long mediaSequence(RecordedStretch stretch);

    /// @param firstMsn the media sequence number that `1.m4s` stands for
    record OfFolder(long firstMsn) implements RecordedAddresses {

        @Override
        public long number(long msn) {
            return msn - firstMsn + 1;
        }

        @Override
        public String init(RecordedInit init) {
            return RecordedInit.file(init.number());
        }

        @Override
        public String query() {
            return "";
        }

        @Override
        public long mediaSequence(RecordedStretch stretch) {
            return 0;
        }
    }

    /// @param query `?start=…&end=…`: the range in its lasting form
    record OfLive(String query) implements RecordedAddresses {

        @Override
        public long number(long msn) {
            return msn;
        }

        @Override
        public String init(RecordedInit init) {
            return "init-" + init.liveNumber() + ".mp4";
        }

        @Override
        public long mediaSequence(RecordedStretch stretch) {
            return stretch.firstSpan().firstMsn() + stretch.from() - stretch.firstSpan().first();
        }
    }
}
