package dev.anabranch.transcode.process;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;

/// Addresses that the web does not reach: those of this machine and of the networks behind it (RFC
/// 6890).
final class InnerAddress {

    private static final int NAT64_BYTES = 12;
    private static final byte[] NAT64 = {0, 0x64, (byte) 0xFF, (byte) 0x9B, 0, 0, 0, 0, 0, 0, 0, 0};

    private InnerAddress() {}

    static boolean is(InetAddress address) {
        var bytes = address.getAddress();
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || (bytes.length == 4 ? isReserved(bytes) : isUnique(bytes) || isTranslated(bytes));
    }

    /// `0/8`, `100.64/10`, `192.0.0/24`, `198.18/15`, `240/4`.
    private static boolean isReserved(byte[] bytes) {
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        return first == 0
                || first >= 240
                || first == 100 && second >> 6 == 1
                || first == 192 && second == 0 && bytes[2] == 0
                || first == 198 && second >> 1 == 9;
    }

    /// `fc00::/7`.
    private static boolean isUnique(byte[] bytes) {
        return (bytes[0] & 0xFE) == 0xFC;
    }

    /// One of version 4 behind a translator, `64:ff9b::/96`.
    private static boolean isTranslated(byte[] bytes) {
        if (!Arrays.equals(bytes, 0, NAT64_BYTES, NAT64, 0, NAT64_BYTES)) {
            return false;
        }
        try {
            return is(InetAddress.getByAddress(Arrays.copyOfRange(bytes, NAT64_BYTES, 16)));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Whether the host of `uri` has an inner address. Blocks while a name is looked up; a name
    /// that nobody knows has none.
    static boolean isNamedBy(URI uri) {
        var host = String.valueOf(uri.getHost());
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).anyMatch(InnerAddress::is);
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
