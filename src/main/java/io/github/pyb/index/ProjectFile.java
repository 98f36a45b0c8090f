package io.github.pyb.index;

import java.net.URI;
import java.util.Optional;

/**
 * A file that an index offers on the page of a project.
 *
 * @param index the index
 * @param name its name, as the last part of its address has it
 * @param page where it was offered
 * @param reference where it is, as the page says it; it need not be on the same host
 * @param sha256 its hash in hexadecimal digits, if the page tells it
 * @param requiresPython the versions of Python that it is for, if the page tells them
 * @param yanked whether its author has withdrawn it (PEP 592)
 * @param clear whether what the page says of it means the same to everybody
 */
public record ProjectFile(
        Index index,
        String name,
        URI page,
        String reference,
        Optional<String> sha256,
        Optional<String> requiresPython,
        boolean yanked,
        boolean clear) {

    /** Where it is. A page may have many files, of which one or two are wanted. */
    Optional<URI> address() {
        return Link.of(page, reference)
                .map(Link::address)
                .filter(address ->
                        Origin.of(address).isEncrypted() || !Origin.of(page).isEncrypted());
    }
}
