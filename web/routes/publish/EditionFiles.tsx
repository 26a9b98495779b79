import styles from './EditionFiles.module.css';
import { fileTitle } from './file-names.ts';
import { fileAddress, type Publication } from './publish-data.ts';
import { sizeWords } from './sizes.ts';

/** The files of an edition, each with what anybody can check it by. */
export function EditionFiles({ publication }: { publication: Publication }) {
  const { slug, edition, files } = publication;
  return (
    <table className={styles.files}>
      <caption className="visually-hidden">Files of edition {edition} and their SHA-256</caption>
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col" className={styles.size}>
            Size
          </th>
          <th scope="col">SHA-256</th>
        </tr>
      </thead>
      <tbody>
        {files.map(({ name, size, sha256 }) => (
          <tr key={name}>
            <th scope="row">
              <a href={fileAddress(slug, name)} target="_blank" rel="noreferrer">
                {name}
              </a>
              <span className={styles.what}>{fileTitle(name)}</span>
            </th>
            <td className={styles.size} title={`${size} bytes`}>
              {sizeWords(size)}
            </td>
            <td>
              <code className={styles.digest}>{sha256}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
