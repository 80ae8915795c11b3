/// Who may publish and play: open, stream keys, signed tokens, a question over HTTP, JSON web
/// tokens.
@NullMarked
package dev.anabranch.kernel.gate;

import org.jspecify.annotations.NullMarked;
