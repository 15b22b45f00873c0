/** The sign of Bale, as on the sign-in pages. */
export function Mark() {
    return (
        <svg viewBox="0 0 24 24" width="26" height="26" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" strokeWidth="2">
            <rect x="2.5" y="5.5" width="19" height="13" rx="3" />
            <path d="M8.5 5.5v13M15.5 5.5v13" />
        </svg>
    );
}
