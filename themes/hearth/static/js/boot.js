// Before the first paint: light or dark, and what is the reader's own first. Again whenever the storage changes.
// Only these letters may get into a selector; a rule made here needs no leave of the policy, unlike a style element.
{
let f=()=>{try{
let l=localStorage,d=document.documentElement.dataset,t=l["hub:theme"],s=l["hub:segments"]||"",c,q
d.theme=t=="dark"||t=="light"?t:""
d.segments=s=/^[a-z0-9 -]*$/.test(s)?s:""
c=new CSSStyleSheet
q=s.split(" ").map(i=>`[data-for="${i}"]`)
s&&c.replaceSync(q+`{order:-1}.fits>:not(${q}){display:none}.yours>:is(${q}){display:block}`)
document.adoptedStyleSheets=[c]
}catch(e){}}
f()
addEventListener("storage",f)
}
