package dev.bale.client.folder;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One line of an ignore file.
 *
 * @param pattern over the path relative to the file's folder
 * @param foldersOnly whether the line ended with a slash
 */
record IgnoreRule(Pattern pattern, boolean negated, boolean foldersOnly) {

    /** The rule of a line; nothing for an empty line, a comment, or a pattern that can fit nothing. */
    static Optional<IgnoreRule> parse(String line) {
        String text = withoutTrailingSpaces(line);
        if (text.isEmpty() || text.startsWith("#")) {
            return Optional.empty();
        }
        boolean negated = text.startsWith("!");
        if (negated) {
            text = text.substring(1);
        }
        boolean foldersOnly = text.endsWith("/");
        if (foldersOnly) {
            text = text.substring(0, text.length() - 1);
        }
        boolean anchored = text.indexOf('/') >= 0;
        if (text.startsWith("/")) {
            text = text.substring(1);
        }
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Pattern pattern = Pattern.compile((anchored ? "" : "(?:.*/)?") + new Glob(text).toRegex(), Pattern.DOTALL);
            return Optional.of(new IgnoreRule(pattern, negated, foldersOnly));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    private static String withoutTrailingSpaces(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ' && !(end > 1 && line.charAt(end - 2) == '\\')) {
            end--;
        }
        return line.substring(0, end);
    }

    boolean matches(String path, boolean folder) {
        return (folder || !foldersOnly) && pattern.matcher(path).matches();
    }

    /** Translates a glob to a regular expression. */
    private static final class Glob {
        private final String glob;
        private final StringBuilder regex = new StringBuilder();
        private int at;

        Glob(String glob) {
            this.glob = glob;
        }

        String toRegex() {
            while (at < glob.length()) {
                char c = glob.charAt(at);
                if (c == '*') {
                    stars();
                } else if (c == '?') {
                    regex.append("[^/]");
                    at++;
                } else if (c == '[') {
                    set();
                } else if (c == '\\' && at + 1 < glob.length()) {
                    regex.append(Pattern.quote(glob.substring(at + 1, at + 2)));
                    at += 2;
                } else {
                    regex.append(Pattern.quote(String.valueOf(c)));
                    at++;
                }
            }
            return regex.toString();
        }

        private void stars() {
            int end = at;
            while (end < glob.length() && glob.charAt(end) == '*') {
                end++;
            }
            boolean opens = at == 0 || glob.charAt(at - 1) == '/';
            boolean closes = end == glob.length();
            boolean slash = !closes && glob.charAt(end) == '/';
            if (end - at == 2 && opens && slash) {
                regex.append("(?:.*/)?");
                at = end + 1;
            } else if (end - at == 2 && opens && closes) {
                regex.append(".+");
                at = end;
            } else {
                regex.append("[^/]*");
                at = end;
            }
        }

        private void set() {
            int close = glob.indexOf(']', at + 2);
            if (close < 0) {
                regex.append("\\[");
                at++;
                return;
            }
            String inside = glob.substring(at + 1, close);
            boolean not = inside.startsWith("!") || inside.startsWith("^");
            String members = not ? inside.substring(1) : inside;
            regex.append("(?!/)[")
                    .append(not ? "^" : "")
                    .append(members.replace("\\", "\\\\")
                            .replace("[", "\\[")
                            .replace("&&", "&\\&")
                            .replace("^", "\\^")
                            .replace("]", "\\]"))
                    .append(']');
            at = close + 1;
        }
    }
}
