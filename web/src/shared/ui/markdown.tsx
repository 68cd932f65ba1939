/** A model's markdown as text: no raw HTML, pictures only on request (each is an outgoing request), links marked. */
import { useState } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';

export default function Markdown({ text }: { text: string }) {
  return (
    <div className="flex flex-col gap-2 break-words [&_code]:figure [&_code]:text-code [&_h1]:font-semibold [&_h2]:font-semibold [&_h3]:font-semibold [&_li]:ml-5 [&_ol]:list-decimal [&_pre]:overflow-x-auto [&_pre]:rounded-chip [&_pre]:bg-sunken [&_pre]:p-2 [&_td]:border [&_td]:px-2 [&_th]:border [&_th]:px-2 [&_ul]:list-disc">
      <ReactMarkdown remarkPlugins={[remarkGfm]} components={COMPONENTS} skipHtml>
        {text}
      </ReactMarkdown>
    </div>
  );
}

const COMPONENTS: Components = {
  a: ({ href, children }) =>
    /^https?:\/\//.test(href ?? '') ? (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow" className="text-accent underline">
        {children}
      </a>
    ) : (
      <span>{children}</span>
    ),
  img: ({ src, alt }) => <ImageOnRequest src={typeof src === 'string' ? src : ''} alt={alt ?? ''} />,
  // headings of a model's text are no headings of the page
  h1: ({ children }) => <p className="font-semibold">{children}</p>,
  h2: ({ children }) => <p className="font-semibold">{children}</p>,
  h3: ({ children }) => <p className="font-semibold">{children}</p>,
  h4: ({ children }) => <p className="font-semibold">{children}</p>,
  h5: ({ children }) => <p className="font-semibold">{children}</p>,
  h6: ({ children }) => <p className="font-semibold">{children}</p>,
};

function ImageOnRequest({ src, alt }: { src: string; alt: string }) {
  const [isShown, setShown] = useState(false);
  if (isShown && /^(data:image\/|blob:)/.test(src)) return <img src={src} alt={alt} className="max-w-full" />;
  return (
    <button type="button" className="control" title={src} onClick={() => setShown(true)}>
      {isShown ? `Picture elsewhere, not loaded: ${src}` : `Show image${alt ? `: ${alt}` : ''}`}
    </button>
  );
}
