package dev.anabranch.kernel;

import dev.anabranch.media.Track;
import java.util.List;

/// Where a reader may begin.
///
/// @param page and `index` the entry that comes next, which may not be there yet
/// @param ordinal how many frames came before it
/// @param epoch how many discontinuities came before it
/// @param tracks as they are there
record StartPoint(EntryPage page, int index, long ordinal, long epoch, List<Track> tracks) {}
