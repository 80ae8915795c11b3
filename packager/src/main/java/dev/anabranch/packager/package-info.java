/// One cut plan, one `segment(n)`: what is packaged ahead of time, just in time and live are the
/// same functions.
@NullMarked
package dev.anabranch.packager;

import org.jspecify.annotations.NullMarked;
