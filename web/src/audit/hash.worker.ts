import { hashStream } from './hashStream';

/** Hashes the one file it is sent. The file never leaves this machine. */
self.onmessage = async (message: MessageEvent<File>) => {
    try {
        const sha256 = await hashStream(message.data.stream(), (read) => self.postMessage({ read }));
        self.postMessage({ sha256 });
    } catch {
        self.postMessage({ failed: true });
    }
};
