/// The product's face: live-stream API, configuration of streams, who may publish and play.
@NullMarked
package dev.anabranch.service;

import org.jspecify.annotations.NullMarked;
