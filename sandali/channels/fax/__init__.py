"""fax: pages in by HylaFAX's receive script or a provider's mails, answers drawn as pages and sent by sendfax."""
