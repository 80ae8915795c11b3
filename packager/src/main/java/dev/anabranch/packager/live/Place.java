package dev.anabranch.packager.live;

/// Where a rendition stands among those of its presentation, whichever of them began first.
///
/// @param name `video-1`, `audio-1`, `ts-1`
/// @param order by when its track was described, from 0
record Place(String name, int order) {

    static final Place TRANSPORT_STREAM = new Place("ts-1", Integer.MAX_VALUE);
}
