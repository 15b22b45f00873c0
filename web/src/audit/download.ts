import { ApiProblem, type Problem } from '../api/client';

/** An answer that is a file; refused ones are JSON. */
type FileAnswer = { data?: Blob; error?: unknown; response: Response };

/** Gives the browser a file to keep that only the token opens, so no plain link can lead to it. */
export async function download(name: string, call: Promise<FileAnswer>): Promise<void> {
    const { data, error, response } = await call;
    if (data === undefined) {
        throw new ApiProblem(response.status, error as Problem);
    }
    const address = URL.createObjectURL(data);
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    // The browser has begun to read it by then.
    window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
