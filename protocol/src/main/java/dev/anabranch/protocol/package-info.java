/// RTMP sessions, in and out.
@NullMarked
package dev.anabranch.protocol;

import org.jspecify.annotations.NullMarked;
