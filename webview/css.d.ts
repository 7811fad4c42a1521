/** Style sheets are imported for their effect only: the bundler puts them into page.css. */
declare module "*.css";
