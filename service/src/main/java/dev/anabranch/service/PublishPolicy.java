package dev.anabranch.service;

/// Who may publish a stream that has no key: one that nobody declared, or that the configuration
/// file gives none.
public enum PublishPolicy {
    /// Nobody: there is no publishing without a key.
    KEYS,
    /// Whoever is on this machine, told by the loopback address. A proxy on this machine makes
    /// everybody look so.
    LOCAL,
    /// Everybody who reaches the port.
    ANYONE;

    /// As it is written everywhere.
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
