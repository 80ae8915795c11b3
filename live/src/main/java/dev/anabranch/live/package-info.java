/// A live stream's life: kernel stream to live presentation to recording; reconnect, failover,
/// health, DVR.
@NullMarked
package dev.anabranch.live;

import org.jspecify.annotations.NullMarked;
