package dev.anabranch.packager;

import java.io.IOException;
import java.util.Optional;

/// Where finished resources are kept, by path (`video-720p/12.m4s`).
///
/// A resource is either there whole or not there: `put` is atomic, and a reader never sees half of
/// one. Any number of threads may use a store at once.
public interface SegmentStore {

    /// Keeps `content` under `path`, replacing what was there.
    ///
    /// @throws IOException when it could not be kept; the former resource is then still there
    void put(String path, Content content) throws IOException;

    /// The resource at `path`, or empty when there is none or the path points outside the store.
    Optional<Content> open(String path) throws IOException;

    /// Removes the resource; `false` when there was none.
    boolean delete(String path) throws IOException;
}
