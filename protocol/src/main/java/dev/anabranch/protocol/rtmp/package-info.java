/// RTMP and RTMPS, in and out: Adobe's specification 1.0, AMF 0 and 3, and Enhanced RTMP v2.
///
/// A [dev.anabranch.protocol.rtmp.Listener] accepts publishers and players, a
/// [dev.anabranch.protocol.rtmp.Publisher] sends a stream to another server and a
/// [dev.anabranch.protocol.rtmp.Puller] fetches one from there.
@NullMarked
package dev.anabranch.protocol.rtmp;

import org.jspecify.annotations.NullMarked;
