/// Checks a presentation against the rules of HLS and DASH, and what its manifests say against what
/// its files hold.
@NullMarked
package dev.anabranch.packager.check;

import org.jspecify.annotations.NullMarked;
