package dev.bale.registry.api.signin;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.db.access.MembershipRepository;
import dev.bale.registry.db.accounts.AccountRow;
import dev.bale.registry.db.accounts.PersonRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Brings the account of a person up to what the provider says, and makes it at the first sign-in. */
@ApplicationScoped
class AdmitPerson {
    private final PersonRepository people;
    private final MembershipRepository memberships;
    private final RecordEvent recordEvent;

    AdmitPerson(PersonRepository people, MembershipRepository memberships, RecordEvent recordEvent) {
        this.people = people;
        this.memberships = memberships;
        this.recordEvent = recordEvent;
    }

    /**
     * The account, in the transaction that opens or prolongs its session.
     *
     * @throws SignInRefused when its groups or its state keep it out
     */
    @Transactional(Transactional.TxType.MANDATORY)
    AccountRow admit(Provider provider, Person person, UUID session, Instant now) {
        GroupRules rules = new GroupRules(provider.config());
        rules.refusal(person).ifPresent(refusal -> {
            throw new SignInRefused(refusal);
        });
        AccountRow before =
                people.lockBySubject(person.issuer(), person.subject()).orElseGet(() -> create(person, session, now));
        if (before.disabledAt() != null) {
            throw new SignInRefused(Refusal.DISABLED);
        }
        AccountRow account = new AccountRow(
                before.id(),
                before.name(),
                before.kind(),
                rules.admin(person, before),
                rules.auditor(person, before),
                null);
        people.update(account.id(), person.email(), account.admin(), account.auditor(), now);
        people.setGroups(account.id(), person.groups());
        memberships.followGroups(account.id(), person.groups(), now);
        if (account.admin() != before.admin() || account.auditor() != before.auditor()) {
            recordEvent.record(Event.of("account-change")
                    .by(principal(account, session))
                    .detail("{\"by\":\"groups\",\"admin\":" + account.admin() + ",\"auditor\":" + account.auditor()
                            + "}"));
        }
        return account;
    }

    static Principal principal(AccountRow account, UUID session) {
        return Principal.bySession(
                account.id(), account.name(), account.kind(), account.admin(), account.auditor(), session);
    }

    private AccountRow create(Person person, UUID session, Instant now) {
        AccountRow created = AccountNames.of(person.userName())
                .map(name -> tryName(name, person, now))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no name is free"));
        recordEvent.record(
                Event.of("account-change").by(principal(created, session)).detail("{\"change\":\"created\"}"));
        return created;
    }

    /** Somebody else may have taken the name, or this very person may be signing in twice at once. */
    private Optional<AccountRow> tryName(String name, Person person, Instant now) {
        people.create(name, person.issuer(), person.subject(), now);
        return people.lockBySubject(person.issuer(), person.subject());
    }
}
