import { hashStream } from './hashStream';
import { seldom } from './hashing';

/** Hashes the one file it is sent. The file never leaves this machine. */
self.onmessage = async (message: MessageEvent<File>) => {
    try {
        const tell = seldom(
            100,
            () => performance.now(),
            (read) => self.postMessage({ read }),
        );
        self.postMessage({ sha256: await hashStream(message.data.stream(), tell) });
    } catch {
        self.postMessage({ failed: true });
    }
};
