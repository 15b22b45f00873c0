package dev.bale.registry.api.signin;

/** Why a sign-in did not come about: what the person reads, and the fixed words of the event. */
enum Refusal {
    NOT_BEGUN_HERE(
            400,
            "not begun in this browser",
            "This sign-in was not begun in this browser",
            "It began elsewhere, more than 10 minutes ago, or in another tab since. Nobody was signed in. Please start again."),
    WRONG_ISSUER(
            400,
            "the answer is another issuer's",
            "The answer came from somewhere else",
            "The address names another provider than the one that was asked. Nobody was signed in. Please start again."),
    PROVIDER_SAID_NO(
            403,
            "the provider said no",
            "Your provider did not sign you in",
            "It ended the sign-in, or you did. Start again; if it stays, ask whoever runs the provider whether you may use this registry."),
    CODE_REFUSED(
            400,
            "the provider refused the code",
            "The provider took its word back",
            "The code that it had sent you with was used before or is too old. Please start again."),
    UNTRUSTED_TOKEN(
            400,
            "the ID token is not trusted",
            "The provider's answer could not be trusted",
            "Its ID token does not hold what this registry must insist on. Nobody was signed in. Give the request id to an administrator."),
    UNUSABLE_CLAIMS(
            400,
            "claims beyond the limits",
            "The provider says too much about you",
            "Names may have 255 characters, and there may be 1,000 groups at most. Ask an administrator to have the provider send only the groups that matter here."),
    GROUPS_LEFT_OUT(
            403,
            "the provider left the groups out",
            "You are in too many groups for the provider to name them",
            "Rules of this registry need your groups, and the provider sends a link in their stead. Ask an administrator to have it send only the groups assigned to this application."),
    NO_GROUP(
            403,
            "in no group that may enter",
            "You are not in a group that may use this registry",
            "The provider knows you, but none of your groups may enter here. Ask an administrator of this registry."),
    DISABLED(
            403,
            "the account is disabled",
            "Your account is disabled",
            "An administrator has disabled your account in this registry. Ask one."),
    PROVIDER_DOWN(
            503,
            "the provider does not answer",
            "The provider does not answer",
            "Whoever is signed in stays so; new sign-ins have to wait. Try again in a minute; if it stays, tell an administrator.");

    private final int status;
    private final String event;
    private final String title;
    private final String advice;

    Refusal(int status, String event, String title, String advice) {
        this.status = status;
        this.event = event;
        this.title = title;
        this.advice = advice;
    }

    int status() {
        return status;
    }

    String event() {
        return event;
    }

    String title() {
        return title;
    }

    String advice() {
        return advice;
    }
}
