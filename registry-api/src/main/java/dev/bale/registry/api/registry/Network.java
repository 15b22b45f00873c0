package dev.bale.registry.api.registry;

import java.net.InetAddress;
import java.util.Optional;

/** A numeric address, or all that begin with its first bits. */
public record Network(InetAddress address, int bits) {
    private static final int BYTE = 8;

    /** Bits of the network that whoever has an IPv6 address has whole. */
    private static final int IPV6_SITE = 64;

    /**
     * Parses {@code 10.0.0.0/8}, {@code fd00::/8} or one address.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int all = address.getAddress().length * BYTE;
        String length = slash < 0 ? Integer.toString(all) : text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > all) {
            throw new IllegalArgumentException("no network: its length is 0 to " + all);
        }
        return new Network(address, Integer.parseInt(length));
    }

    /** One address as a header or a socket writes it: IPv6 in brackets or not, either with a port or not, a zone left out. */
    static Optional<InetAddress> address(String text) {
        String bare = text.strip();
        if (bare.startsWith("[")) {
            int end = bare.indexOf(']');
            bare = end < 0 ? "" : bare.substring(1, end);
        } else if (bare.indexOf(':') == bare.lastIndexOf(':') && bare.indexOf(':') > 0) {
            bare = bare.substring(0, bare.indexOf(':'));
        }
        int zone = bare.indexOf('%');
        try {
            return Optional.of(InetAddress.ofLiteral(zone < 0 ? bare : bare.substring(0, zone)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the address lies in it. */
    public boolean contains(InetAddress other) {
        byte[] here = address.getAddress();
        byte[] there = other.getAddress();
        if (here.length != there.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 1 << (BYTE - 1 - bit % BYTE);
            if ((here[bit / BYTE] & mask) != (there[bit / BYTE] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** What of an address counts as one caller: whoever has an IPv6 address has 2^64 of them. */
    public static String caller(String address) {
        InetAddress parsed = InetAddress.ofLiteral(address);
        byte[] bytes = parsed.getAddress();
        int kept = Math.min(bytes.length, IPV6_SITE / BYTE);
        return java.util.HexFormat.of().formatHex(bytes, 0, kept);
    }
}
