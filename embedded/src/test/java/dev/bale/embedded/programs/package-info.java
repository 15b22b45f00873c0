/** The programs as tests run them: as processes, in folders of their own. For the modules above that test the packaged programs. */
package dev.bale.embedded.programs;
