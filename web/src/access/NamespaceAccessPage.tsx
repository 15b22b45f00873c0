import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Page } from '../parts/Page';
import { AccessViews } from './AccessViews';

/** Who may do what in a namespace. */
export function NamespaceAccessPage() {
    const { namespace } = useParams({ from: '/namespaces/$namespace/access' });
    const search = useSearch({ from: '/namespaces/$namespace/access' });
    const navigate = useNavigate({ from: '/namespaces/$namespace/access' });
    return (
        <Page
            title={`Access to ${namespace}`}
            heading={
                <>
                    Access to{' '}
                    <Link to="/namespaces/$namespace" params={{ namespace }}>
                        {namespace}
                    </Link>
                </>
            }
            lead="A grant here is good for every package that is and will be in the namespace; those on single packages stand here, too."
        >
            <AccessViews key={namespace} scope={{ namespace }} search={search} onSearch={(next) => void navigate({ search: next })} />
        </Page>
    );
}
