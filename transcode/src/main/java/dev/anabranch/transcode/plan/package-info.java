/// How a plan comes about: the source and the wishes of a user become renditions, rates, sound and
/// stills, each with the reason; what that will take; and where it is cut into chunks. Starts no
/// program and knows no particular encoder.
@NullMarked
package dev.anabranch.transcode.plan;

import org.jspecify.annotations.NullMarked;
