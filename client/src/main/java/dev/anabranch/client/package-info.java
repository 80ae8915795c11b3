/// HLS client: follows a playlist, fetches segments and parts.
@NullMarked
package dev.anabranch.client;

import org.jspecify.annotations.NullMarked;
