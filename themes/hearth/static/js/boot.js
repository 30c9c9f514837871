// Before the first paint: light or dark, what is the reader's own first, and whether their clock shows another time than the
// site's, so that there is room for it. Again whenever the storage changes.
// Only these letters may get into a selector; a rule made here needs no leave of the policy, unlike a style element.
{
let d=document.documentElement.dataset,n=new Date,f=()=>{try{
let l=localStorage,t=l["hub:theme"],s=l["hub:segments"]||"",c,q
d.theme=t||""
d.segments=s=/[^a-z0-9 -]/.test(s)?"":s
c=new CSSStyleSheet
q=s.split(" ").map(i=>`[data-for="${i}"]`)
s&&c.replaceSync(q+`{order:-1}.fits>:not(${q}){display:none}.yours>:is(${q}){display:block}`)
document.adoptedStyleSheets=[c]
}catch{}}
f()
addEventListener("storage",f)
try{d.away=n.toLocaleString()!=n.toLocaleString([],{timeZone:d.zone})}catch{}
}
