import styles from './Brand.module.css';

/** The product's name as it is always set. */
export function Brand() {
  return <span className={styles.brand}>Rapporteur</span>;
}
