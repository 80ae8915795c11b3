/// The ladder of one film: what probe encodes of it have shown, the convex hull of that, the rungs
/// along the hull, and a report. Nothing here starts a program or knows a clock.
@NullMarked
package dev.anabranch.transcode.title;

import org.jspecify.annotations.NullMarked;
