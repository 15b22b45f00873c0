package dev.bale.registry.api.signin;

/** What a request says of the browser or program behind it: {@code client} in its own words, without what could break a line. */
record Browser(String client, String address) {}
