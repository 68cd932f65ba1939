/** What this page of the product offers to the application. */
export { SettingsPage } from './components/settings-page';
