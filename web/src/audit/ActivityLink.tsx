import { useWho } from '../api/who';
import { visibleName } from '../parts/format';
import { TextLink } from './TextLink';

type Of = { account: string; of?: undefined } | { account?: undefined; of: { namespace: string; name: string } };

/** To what a person did, or what happened to a package; nothing for whoever may not read the audit trail. */
export function ActivityLink(props: Of) {
    const who = useWho().data;
    if (!who?.auditor && !who?.admin) {
        return null;
    }
    return props.account === undefined ? (
        <TextLink to="/audit/packages/$namespace/$name" params={props.of} size="sm">
            Activity of {visibleName(`${props.of.namespace}/${props.of.name}`)}
        </TextLink>
    ) : (
        <TextLink to="/audit/people/$account" params={{ account: props.account }} size="sm">
            Activity of {visibleName(props.account)}
        </TextLink>
    );
}
