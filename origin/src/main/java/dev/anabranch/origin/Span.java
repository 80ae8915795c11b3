package dev.anabranch.origin;

/// The run of a body's bytes that an answer carries.
///
/// @param first the position of the first byte
record Span(long first, long sizeBytes) {

    static Span of(ByteRange range, long wholeBytes) {
        return switch (range) {
            case ByteRange.Part part -> new Span(part.first(), part.sizeBytes());
            case ByteRange.Whole whole -> new Span(0, wholeBytes);
            case ByteRange.Unsatisfiable none -> new Span(0, 0);
        };
    }
}
