import type { ReactNode, SVGProps } from 'react';

type IconProps = { size?: number } & SVGProps<SVGSVGElement>;

/** A sign on a grid of 24 by 24. One with no `aria-label` is decoration. */
function Icon({ size = 18, children, ...rest }: IconProps & { children: ReactNode }) {
    const named = rest['aria-label'] !== undefined;
    return (
        <svg
            viewBox="0 0 24 24"
            width={size}
            height={size}
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            strokeLinecap="round"
            strokeLinejoin="round"
            focusable="false"
            role={named ? 'img' : undefined}
            aria-hidden={named ? undefined : true}
            {...rest}
        >
            {children}
        </svg>
    );
}

function shape(...paths: string[]) {
    return (props: IconProps) => (
        <Icon {...props}>
            {paths.map((path) => (
                <path key={path} d={path} />
            ))}
        </Icon>
    );
}

export const FolderIcon = shape('M3 18V6h6l2 3h10v9z');
export const FileIcon = shape('M13 3H6v18h12V8z', 'M13 3v5h5');
export const SearchIcon = shape('M4 10a6 6 0 1 0 12 0a6 6 0 1 0-12 0', 'M20 20l-5.5-5.5');
export const CheckIcon = shape('M5 12.5l4.5 4.5L19 7.5');
export const CopyIcon = shape('M9 9h11v11H9z', 'M5 15H4V4h11v1');
export const DownIcon = shape('M6 9l6 6 6-6');
export const SunIcon = shape('M8 12a4 4 0 1 0 8 0a4 4 0 1 0-8 0', 'M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M19 5l-1.4 1.4M6.4 17.6L5 19');
export const MoonIcon = shape('M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z');
export const DownloadIcon = shape('M12 4v11', 'M7 10.5l5 5 5-5', 'M4 19.5h16');
