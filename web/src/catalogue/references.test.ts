import { describe, expect, it } from 'vitest';
import { curlLine, installLine, pictureTargets, pictureType, shellWord, targetOf } from './references';

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

describe('curl lines', () => {
    const whole = { fragments: false, token: true };

    it('name the exact version, and carry a token that is not written in them', () => {
        expect(curlLine('https://bale.example', sales, hash, '2026/q3.csv', whole)).toBe(
            `curl -fsSL -H "Authorization: Bearer $BALE_TOKEN" https://bale.example/v1/packages/team/sales/versions/${hash}/files/2026/q3.csv --output q3.csv`,
        );
        expect(curlLine('https://bale.example', sales, hash, 'a', { fragments: false, token: false })).not.toContain('-H');
    });

    it('can be pasted whatever a path holds', () => {
        expect(curlLine('https://b', sales, hash, "x/it's $(rm) 50%?#é", whole)).toContain(
            `/files/x/it\'\\'\'s%20%24(rm)%2050%25%3F%23%C3%A9' --output 'it'\\''s $(rm) 50%?#é'`,
        );
        expect(curlLine('https://b', sales, hash, '-rf', whole)).toMatch(/--output -rf$/);
    });

    it('fetch the fragments of a large file in order', () => {
        expect(curlLine('https://b', sales, hash, 'big file', { fragments: true, token: true })).toBe(
            `curl -fsS -H "Authorization: Bearer $BALE_TOKEN" 'https://b/v1/packages/team/sales/versions/${hash}/files/big%20file?as=curl' | curl -sS -K - > 'big file'`,
        );
    });
});

describe('pictures of a document', () => {
    it('are those of the same version, each once', () => {
        const text = '![a](a.png) ![b](<img/b.svg> "title") [![c](./a.png)](x) ![out](https://e.org/p.png) ![t](t.txt)\n\n[r]: r.gif\n';
        expect(pictureTargets(text, 'docs/README.md')).toEqual(['docs/a.png', 'docs/img/b.svg', 'docs/r.gif']);
    });

    it('are of a few kinds', () => {
        expect(pictureType('a.PNG')).toBe('image/png');
        for (const path of ['a.html', 'png', 'a.svgz', 'a.png.exe', 'a.']) {
            expect(pictureType(path === 'png' ? 'x/readme' : path)).toBeUndefined();
        }
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
