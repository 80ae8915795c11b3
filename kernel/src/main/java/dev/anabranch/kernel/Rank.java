package dev.anabranch.kernel;

/// Who may take the air from whom: the higher from the lower, at a keyframe.
enum Rank {
    SLATE,
    BACKUP,
    PRIMARY
}
