import { Link } from '@tanstack/react-router';
import { useOpenRecall } from './recalls';

/** On every page, while something was withdrawn that the viewer has and has not said to be gone. */
export function RecallNotice() {
    const open = useOpenRecall().data ?? false;
    return open ? (
        <div className="recall-notice" role="status">
            Something that you have was withdrawn. <Link to="/recalls">See what you should delete</Link>
        </div>
    ) : null;
}
