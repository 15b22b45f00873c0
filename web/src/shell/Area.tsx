import { Link, type LinkProps, Outlet } from '@tanstack/react-router';

/** Pages that belong together, with the way from each to the others. */
export function Area({ name, pages }: { name: string; pages: { to: LinkProps['to']; label: string }[] }) {
    return (
        <>
            <nav aria-label={name} className="area-nav">
                {pages.map((page) => (
                    <Link key={page.label} to={page.to}>
                        {page.label}
                    </Link>
                ))}
            </nav>
            <Outlet />
        </>
    );
}
