import { describe, expect, it } from 'vitest';
import { installLine, shellWord, targetOf } from './references';

const sales = { namespace: 'team', name: 'sales' };
const hash = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('install lines', () => {
    it('name the package, its version and a folder of it', () => {
        expect(installLine(sales)).toBe('bale install team/sales');
        expect(installLine(sales, hash)).toBe('bale install team/sales@0123456789ab');
        expect(installLine(sales, hash, '2026/09/')).toBe('bale install team/sales@0123456789ab//2026/09');
    });

    it('can be pasted whatever a path holds', () => {
        expect(installLine(sales, undefined, 'my files/$(rm -rf ~)')).toBe("bale install 'team/sales//my files/$(rm -rf ~)'");
        expect(shellWord("it's")).toBe("'it'\\''s'");
        expect(shellWord('a\nb')).toBe("'a\nb'");
    });
});

describe('links of a document', () => {
    it('are pinned to the version where they are relative', () => {
        expect(targetOf('data.csv', 'README.md')).toEqual({ kind: 'file', path: 'data.csv' });
        expect(targetOf('../b/c%20d.csv?raw#x', 'a/README.md')).toEqual({ kind: 'file', path: 'b/c d.csv' });
        expect(targetOf('/top.csv', 'a/README.md')).toEqual({ kind: 'file', path: 'top.csv' });
        expect(targetOf('./', 'a/README.md')).toEqual({ kind: 'folder', path: 'a' });
    });

    it('lead outside by a few schemes alone', () => {
        expect(targetOf('https://example.org/x', 'README.md')).toEqual({ kind: 'outside', href: 'https://example.org/x' });
        for (const href of ['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,x', 'vbscript:x', '//evil.example', '#x', '']) {
            expect(targetOf(href, 'README.md')).toEqual({ kind: 'nowhere' });
        }
    });

    it('never leave the package', () => {
        expect(targetOf('../../etc/passwd', 'a/README.md')).toEqual({ kind: 'nowhere' });
        expect(targetOf('%2e%2e/%2e%2e/x', 'README.md')).toEqual({ kind: 'nowhere' });
        expect(targetOf('%zz', 'README.md')).toEqual({ kind: 'file', path: '%zz' });
    });
});
