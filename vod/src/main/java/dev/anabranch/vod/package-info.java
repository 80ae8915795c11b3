/// Any video in, an adaptive presentation out: joins the plan and the encoder of
/// `dev.anabranch.transcode` to the packager.
@NullMarked
package dev.anabranch.vod;

import org.jspecify.annotations.NullMarked;
